#!/usr/bin/env python3
"""Writes a first corpus and a dictionary for the fuzzer of CEL: seeds.py FOLDER"""
import glob
import hashlib
import json
import os
import sys

folder = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
sources = {"i + 1", "o.name == 'x' && l.all(x, x > 0)", "m.a", "q.orValue(2)", "t.getHours('+01:00')", "usd(3) > o.cost"}
for path in glob.glob(os.path.join(here, "../../../shared/conformance/cel/*.json")):
    sources |= {test["expr"] for test in json.load(open(path))["tests"]}
for source in sources:
    for option in (b"\0", b"\1"):
        data = option + source.encode()
        name = hashlib.sha1(data).hexdigest()
        with open(os.path.join(folder, "corpus", name), "wb") as file:
            file.write(data)

words = """&& || ! == != <= >= < > + - * / % ? : . , ( ) [ ] { } in true false null ?. [? {? .? i u d s b y n t p l m o z q
a.b.c o.name o.cost o.tags .all( .exists( .exists_one( .map( .filter( has( size( type( dyn( int( uint( double( string(
bytes( bool( timestamp( duration( matches( startsWith( endsWith( contains( getHours( getFullYear( usd( money( days( hours(
bd( sum( min( max( avg( math.greatest( math.bitShiftLeft( sets.contains( base64.encode( optional.of( optional.none()
optMap( optFlatMap( orValue( hasValue() value() cel.bind( transformList( transformMap( transformMapEntry( sortBy(
lists.range( flatten( distinct() slice( sort() reverse() first() last() strings.quote( format( charAt( indexOf(
lastIndexOf( join( replace( split( substring( trim() lowerAscii() upperAscii() regex.replace( regex.extract(
regex.extractAll( ip( cidr( isIP( containsIP( containsCIDR( masked() prefixLength() cel.block( cel.index(
9223372036854775807 -9223372036854775808 18446744073709551615u 1e308 0x7f 1.5 'a' "b" b'c' r'\\d' ''' ` \\u00e9 \\xff""".split()
with open(os.path.join(folder, "cel.dict"), "w") as file:
    for word in words:
        file.write('"%s"\n' % word.replace("\\", "\\\\").replace('"', '\\"'))
