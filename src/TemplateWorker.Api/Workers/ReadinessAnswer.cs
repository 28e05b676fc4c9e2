namespace TemplateWorker.Api.Workers;

/// <summary>Whether events can be run, and if not, why.</summary>
/// <param name="Ready">Whether all checks pass.</param>
/// <param name="Checks">Each check.</param>
internal sealed record ReadinessAnswer(bool Ready, ReadinessChecks Checks);

/// <summary>The checks of readiness.</summary>
/// <param name="Database">Whether the database answers.</param>
/// <param name="Schema">Whether it has exactly the migrations of this binary.</param>
/// <param name="Workers">Whether every worker is ready.</param>
internal sealed record ReadinessChecks(CheckAnswer Database, CheckAnswer Schema, CheckAnswer Workers);

/// <summary>One check.</summary>
/// <param name="Ok">Whether it passes.</param>
/// <param name="Detail">What is wrong; null when nothing is.</param>
internal sealed record CheckAnswer(bool Ok, string? Detail)
{
    public static readonly CheckAnswer Passed = new(true, null);
}

/// <summary>Confirms that the process serves.</summary>
/// <param name="Alive">True.</param>
internal sealed record LivenessAnswer(bool Alive);
