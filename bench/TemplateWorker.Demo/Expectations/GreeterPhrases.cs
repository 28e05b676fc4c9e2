using System.Globalization;

namespace TemplateWorker.Demo.Expectations;

/// <summary>What the greeter says.</summary>
internal static class GreeterPhrases
{
    public static string Founder(string name) => $"Welcome, {name}! You are the very first one here.";

    public static string Back(string name, int days) =>
        days < 1 ? $"That was quick, {name}. Welcome back!" : Invariant($"Welcome back, {name}, after {days} days!");

    /// <param name="locale">Such as <c>de-AT</c>; null is English.</param>
    /// <param name="name">The member's.</param>
    /// <param name="number">From 1.</param>
    public static string First(string? locale, string name, long number) => locale?.Split('-')[0] switch
    {
        "de" => Invariant($"Willkommen, {name}! Du bist Mitglied Nummer {number}."),
        "fr" => Invariant($"Bienvenue, {name} ! Vous êtes le membre numéro {number}."),
        "ja" => Invariant($"ようこそ、{name}さん！{number}人目のメンバーです。"),
        "pl" => Invariant($"Witaj, {name}! Jesteś członkiem numer {number}."),
        _ => Invariant($"Welcome, {name}! You are member number {number}."),
    };

    /// <summary>What it says of the 1st message, and the 10th, 100th and so on; null for the others.</summary>
    public static string? Milestone(string name, long messages)
    {
        var rest = messages;
        while (rest % 10 == 0)
        {
            rest /= 10;
        }

        return rest == 1 ? Invariant($"{name} just wrote message number {messages} 🎉") : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
