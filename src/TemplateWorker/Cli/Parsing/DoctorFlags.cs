using CommandLine;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Parsing;

/// <summary>The flags of <c>doctor</c>.</summary>
[Verb("doctor", HelpText = "Check configuration, machine, script engine and database, then exit.")]
internal sealed class DoctorFlags : OperatorFlags;
