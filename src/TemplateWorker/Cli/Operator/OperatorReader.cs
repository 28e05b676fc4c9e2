using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads the words and flags of one verb and collects all faults.</summary>
internal sealed class OperatorReader
{
    private static readonly TenantSyntax Tenants = new();

    private readonly OperatorFlags _flags;
    private readonly string _verb;
    private readonly FlagReader _reader;
    private readonly Queue<string> _words;
    private readonly LogFlags _log;
    private TenantId? _tenant;

    /// <param name="verb">As typed.</param>
    /// <param name="flags">As typed.</param>
    /// <param name="reasons">Faults that are already known.</param>
    public OperatorReader(string verb, OperatorFlags flags, IReadOnlyList<string> reasons)
    {
        (_verb, _flags, _reader, _words) = (verb, flags, new FlagReader(reasons), new Queue<string>(flags.Words));
        _log = _reader.Log(flags.LogLevel, flags.LogFormat);
    }

    /// <summary>What is done, with its verb, as messages call it.</summary>
    public string Doing { get; private set; } = "";

    /// <summary>What every command says; complete when the tenant is read.</summary>
    public OperatorContext Context => new(_flags.Config ?? Command.DefaultConfig, _log, _flags.Json, _tenant);

    /// <summary>The tenant; a default value when it is missing or not valid, which is then a fault.</summary>
    public TenantId Tenant => _tenant.GetValueOrDefault();

    /// <summary>Whether anything is wrong so far.</summary>
    public bool HasFaults => _reader.HasFaults;

    /// <summary>The action, for a verb that has several, and the tenant.</summary>
    /// <returns>The action; null when it is missing or unknown.</returns>
    public string? ReadAction(params string[] actions)
    {
        var action = ReadActionAlone(actions);
        if (action is not null)
        {
            ReadTenant();
        }

        return action;
    }

    /// <summary>The action of a verb for what belongs to no tenant.</summary>
    /// <returns>The action; null when it is missing or unknown.</returns>
    public string? ReadActionAlone(params string[] actions)
    {
        if (!_words.TryDequeue(out var action))
        {
            _reader.Add($"{_verb} needs one of {string.Join(", ", actions)}");
            return null;
        }

        if (!actions.Contains(action, StringComparer.Ordinal))
        {
            _reader.Add($"{_verb} {Quoted.Text(action)} is unknown; use one of {string.Join(", ", actions)}");
            return null;
        }

        Doing = $"{_verb} {action}";
        return action;
    }

    /// <summary>The action behind a word that stands for what belongs to no tenant.</summary>
    /// <param name="word">The word, such as <c>routes</c>.</param>
    /// <param name="actions">Its actions.</param>
    /// <returns>The action; null when the next word is another one; empty when the action is missing or unknown.</returns>
    public string? TryReadAction(string word, params string[] actions)
    {
        if (!_words.TryPeek(out var first) || first != word)
        {
            return null;
        }

        _words.Dequeue();
        Doing = $"{_verb} {word}";
        if (_words.TryDequeue(out var action) && actions.Contains(action, StringComparer.Ordinal))
        {
            Doing = $"{Doing} {action}";
            return action;
        }

        _reader.Add(action is null
            ? $"{Doing} needs one of {string.Join(", ", actions)}"
            : $"{Doing} {Quoted.Text(action)} is unknown; use one of {string.Join(", ", actions)}");
        return "";
    }

    /// <summary>The tenant, for a verb without actions.</summary>
    public void ReadOnlyTenant()
    {
        Doing = _verb;
        ReadTenant();
    }

    /// <summary>The tenant.</summary>
    public void ReadTenant()
    {
        if (!_words.TryDequeue(out var text))
        {
            _reader.Add($"{Doing} needs the tenant, such as guild:1234");
            return;
        }

        var (tenant, fault) = Tenants.Parse(text);
        if (fault is not null)
        {
            _reader.Add($"TENANT {fault}");
            return;
        }

        _tenant = tenant;
    }

    /// <summary>A word that must be there.</summary>
    /// <param name="what">What it is, in capitals.</param>
    public string ReadWord(string what)
    {
        if (_words.TryDequeue(out var word))
        {
            return word;
        }

        _reader.Add($"{Doing} needs {what} after the tenant");
        return "";
    }

    /// <summary>A word that must be there, for an action without a tenant.</summary>
    /// <param name="what">What it is, in capitals.</param>
    /// <returns>Empty when it is missing.</returns>
    public string ReadArgument(string what)
    {
        if (_words.TryDequeue(out var word))
        {
            return word;
        }

        _reader.Add($"{Doing} needs {what}");
        return "";
    }

    /// <summary>A word that may be there.</summary>
    public string? TryReadWord() => _words.TryDequeue(out var word) ? word : null;

    /// <summary>Refuses unexpected words.</summary>
    public void EndWords()
    {
        foreach (var stray in _words)
        {
            _reader.Add($"{Quoted.Text(stray)} is an unexpected argument of {Doing}");
        }
    }

    /// <inheritdoc cref="FlagReader.Value"/>
    public TValue? Value<TValue>(string flag, string? text, ValueSyntax<TValue> syntax)
        where TValue : struct => _reader.Value(flag, text, syntax);

    /// <summary>A tenant that a flag names; null when the flag is not given or its value is not valid.</summary>
    public TenantId? TenantOf(string flag, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var (tenant, fault) = Tenants.Parse(text);
        if (fault is not null)
        {
            _reader.Add($"{flag} {fault}");
        }

        return tenant;
    }

    /// <summary>Refuses a flag that does not go with the action.</summary>
    public void Refuse(string flag, bool isGiven, string goesWith)
    {
        if (isGiven)
        {
            _reader.Add($"{flag} is valid with {_verb} {goesWith}, not with {Doing}");
        }
    }

    /// <summary>Refuses flags that only a listing has.</summary>
    public void RefuseListing(SelectionFlags flags)
    {
        Refuse("--after", flags.After is not null, "list");
        Refuse("--limit", flags.Limit is not null, "list");
    }

    /// <summary>The rest of the words as ids. What is meant is selected in exactly one of three ways: by ids, by a filter, or as all.</summary>
    /// <param name="flags">As typed.</param>
    /// <param name="filters">The flags that filter.</param>
    /// <param name="most">How many ids there may be.</param>
    /// <param name="readId">Reads a word.</param>
    /// <returns>Each id once; null when there is none.</returns>
    public IReadOnlyList<TId>? ReadSelection<TId>(
        SelectionFlags flags, (string Flag, bool IsGiven)[] filters, int most, Func<OperatorReader, string, TId> readId)
    {
        RefuseListing(flags);
        var ids = new List<TId>();
        while (TryReadWord() is { } word)
        {
            ids.Add(readId(this, word));
        }

        var ways = (ids.Count > 0 ? 1 : 0) + (Array.Exists(filters, filter => filter.IsGiven) ? 1 : 0) + (flags.All ? 1 : 0);
        if (ways != 1)
        {
            Add($"{Doing} needs ids, or a filter ({string.Join(", ", filters.Select(filter => filter.Flag))}), or --all{(ways == 0 ? "" : "; use only one of them")}");
        }

        if (ids.Count > most)
        {
            Add($"{Doing} takes at most {most} ids, was given {ids.Count}");
        }

        return ids.Count > 0 ? [.. ids.Distinct()] : null;
    }

    /// <summary>Requires <c>--yes</c> where more is removed than what was named.</summary>
    /// <param name="flags">As typed.</param>
    /// <param name="isNamed">Whether ids were given.</param>
    public void RequireYes(SelectionFlags flags, bool isNamed)
    {
        if (!isNamed && !flags.Yes && !HasFaults)
        {
            Add($"{Doing} with a filter or --all needs --yes, because it cannot be undone; {_verb} list shows what the filter matches");
        }
    }

    /// <summary>Adds a fault.</summary>
    public void Add(string reason) => _reader.Add(reason);

    /// <summary>The command, or all faults.</summary>
    public Command Finish(Func<Command> command)
    {
        EndWords();
        return HasFaults ? Fail() : command();
    }

    /// <summary>All faults.</summary>
    public Misuse Fail() => _reader.Fail();
}
