import Commands
import Glibc

// A limit on the size of files is an error to report, not an end.
signal(SIGXFSZ, SIG_IGN)
exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
