using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Problems;

/// <summary>A refusal as problem details (RFC 9457).</summary>
internal sealed record Problem : Reply
{
    private const int MaxShownCharacters = 100;

    /// <param name="kind">The kind of refusal.</param>
    /// <param name="detail">For the caller: what happened this time, with which value, and what to do.</param>
    /// <param name="members">Members for programs.</param>
    public Problem(ProblemKind kind, string detail, params IReadOnlyList<ProblemMember> members)
        : base(kind.Status)
    {
        Kind = kind;
        Detail = detail;
        Members = members;
    }

    public ProblemKind Kind { get; }

    public string Detail { get; }

    public IReadOnlyList<ProblemMember> Members { get; }

    /// <summary>When to retry; null when a retry makes no sense, or the time is unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the <c>WWW-Authenticate</c> header of a 401 says.</summary>
    public string? Challenge { get; init; }

    public override string ContentType => "application/problem+json";

    /// <summary>A parameter, or a member of the body, that is not valid.</summary>
    /// <param name="parameter">Its name, as the caller knows it.</param>
    /// <param name="value">The given value; shown truncated.</param>
    /// <param name="detail">The rule, as a sentence.</param>
    public static Problem InvalidParameter(string parameter, string value, string detail) => new(
        ProblemKinds.InvalidParameter, detail, new ProblemMember("parameter", parameter), new ProblemMember("value", Shown(value)));

    /// <summary>A parameter, or a member of the body, that breaks a rule.</summary>
    /// <param name="parameter">Its name, as the caller knows it.</param>
    /// <param name="value">The given value; shown truncated.</param>
    /// <param name="rule">Continues a sentence that starts with the name: "must be …".</param>
    public static Problem BrokenRule(string parameter, string value, string rule) =>
        InvalidParameter(parameter, value, $"{parameter} {rule}, was '{Shown(value)}'.");

    /// <summary>A parameter, or a member of the body, that is missing.</summary>
    public static Problem MissingParameter(string parameter, string rule) =>
        new(ProblemKinds.InvalidParameter, $"{parameter} {rule}, but is missing.", new ProblemMember("parameter", parameter));

    /// <summary>A body, or a part of it, that is over a limit.</summary>
    /// <param name="what">The part that is too large.</param>
    /// <param name="limitName">The limit's name in the configuration.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="value">How many bytes there were; null when the rest was not counted.</param>
    public static Problem TooLarge(string what, string limitName, long limit, long? value)
    {
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"{what} must be at most {limit} bytes ({limitName}), was {(value is null ? "more" : value)}.");
        return value is { } bytes
            ? new Problem(ProblemKinds.BodyTooLarge, detail, new ProblemMember("limit", limit), new ProblemMember("value", bytes))
            : new Problem(ProblemKinds.BodyTooLarge, detail, new ProblemMember("limit", limit));
    }

    /// <summary>A given text as problems show it: cut to a length.</summary>
    public static string Shown(string value) =>
        value.Length <= MaxShownCharacters ? value : $"{value.AsSpan(0, MaxShownCharacters)}…";

    public override void AddHeaders(IHeaderDictionary headers)
    {
        if (RetryAfter is { } delay)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Challenge is not null)
        {
            headers.WWWAuthenticate = Challenge;
        }
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Kind.Type);
        writer.WriteString("title", Kind.Title);
        writer.WriteNumber("status", Kind.Status);
        writer.WriteString("detail", Detail);
        foreach (var member in Members)
        {
            member.Write(writer);
        }

        writer.WriteEndObject();
    }
}
