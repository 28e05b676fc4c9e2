using System.Reflection;
using CommandLine;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage;

namespace TemplateWorker.Cli.Parsing;

/// <summary>Reports faults in the form of the arguments, before any value is read.</summary>
internal static class FlagFaults
{
    /// <summary>One error of the library, in our words.</summary>
    public static string Describe(Error error, IReadOnlyList<Type> verbs) => error switch
    {
        UnknownOptionError unknown => $"unknown flag {Quoted.Text(AsTyped(unknown.Token))}{Suggestion(unknown.Token, verbs)}",
        RepeatedOptionError repeated => $"--{repeated.NameInfo.LongName} is given more than once",
        TokenError token => $"cannot read {Quoted.Text(token.Token)}",
        NamedError named => $"--{named.NameInfo.LongName} has an invalid value",
        _ => $"the arguments cannot be read ({error.Tag})",
    };

    /// <summary>". Did you mean …?", or nothing.</summary>
    public static string Suggestion(string typed, IReadOnlyList<Type> verbs)
    {
        var name = typed.Split('=')[0].Trim('-');
        var known = verbs.SelectMany(Options).Where(option => !option.Flag.Hidden).Select(option => option.Flag.LongName);
        return NearestName.Find(name, known) is { } nearest ? $"; did you mean --{nearest}?" : string.Empty;
    }

    /// <summary>
    /// The arguments without the flags that lack their value. The library leaves such a flag unset, or gives it
    /// the value of a later one: a slip would become a default.
    /// </summary>
    /// <param name="arguments">As typed.</param>
    /// <param name="verbs">The classes of flags.</param>
    /// <param name="reasons">Gets a reason for each flag that is left out.</param>
    public static IReadOnlyList<string> WithoutValueless(
        IReadOnlyList<string> arguments, IReadOnlyList<Type> verbs, List<string> reasons)
    {
        var needy = verbs.SelectMany(Options)
            .Where(option => option.Property.PropertyType == typeof(string))
            .DistinctBy(option => option.Flag.LongName, StringComparer.Ordinal)
            .ToDictionary(option => $"--{option.Flag.LongName}", option => option.Flag.MetaValue, StringComparer.Ordinal);
        var complete = new List<string>();
        var flagsEnd = arguments.TakeWhile(argument => argument != "--").Count();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var flag = argument.EndsWith('=') ? argument[..^1] : argument;
            if (i < flagsEnd && needy.TryGetValue(flag, out var value) && (flag != argument || i + 1 >= flagsEnd || IsFlag(arguments[i + 1])))
            {
                reasons.Add($"{flag} needs a value: {value}");
            }
            else
            {
                complete.Add(argument);
            }
        }

        return complete;
    }

    /// <summary>The arguments without those that the errors are about: unknown flags, repetitions, and their values.</summary>
    public static IReadOnlyList<string> Without(IReadOnlyList<string> arguments, IEnumerable<Error> errors)
    {
        var unknown = errors.OfType<UnknownOptionError>().Select(error => AsTyped(error.Token)).ToArray();
        var repeated = errors.OfType<RepeatedOptionError>().Select(error => $"--{error.NameInfo.LongName}").ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var isDropped = unknown.Any(flag => Stands(argument, flag)) || repeated.Any(flag => Stands(argument, flag) && !seen.Add(flag));
            if (!isDropped)
            {
                kept.Add(argument);
            }
            else if (!argument.Contains('=') && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
            {
                i++;
            }
        }

        return kept;
    }

    // "-1" is a value, as the library has it.
    private static bool IsFlag(string argument) => argument is ['-', not (>= '0' and <= '9'), ..];

    private static bool Stands(string argument, string flag) =>
        argument == flag || argument.StartsWith($"{flag}=", StringComparison.Ordinal);

    private static string AsTyped(string token) => token.Length == 1 ? $"-{token}" : $"--{token}";

    private static IEnumerable<(PropertyInfo Property, OptionAttribute Flag)> Options(Type flags) =>
        flags.GetProperties()
            .Select(property => (Property: property, Flag: property.GetCustomAttribute<OptionAttribute>()))
            .Where(option => option.Flag is not null)
            .Select(option => (option.Property, option.Flag!));
}
