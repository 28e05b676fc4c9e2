using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Cli.Parsing;

/// <summary>Reads <c>doctor</c>.</summary>
internal static class DoctorVerb
{
    public static Command Interpret(DoctorFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new FlagReader(reasons);
        var log = reader.Log(flags.LogLevel, flags.LogFormat);
        foreach (var stray in flags.Words)
        {
            reader.Add($"{Quoted.Text(stray)} is an unexpected argument of doctor");
        }

        return reader.HasFaults ? reader.Fail() : new Doctor(flags.Config ?? Command.DefaultConfig, log, flags.Json);
    }
}
