namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Signal numbers on Linux.</summary>
internal static class Signals
{
    public const int Hup = 1;
    public const int Int = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Term = 15;
    public const int Cont = 18;
    public const int Stop = 19;
}
