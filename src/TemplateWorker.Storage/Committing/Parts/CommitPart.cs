using Npgsql;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>
/// One kind of thing that runs do: the rows of a group, and what they contribute to the statement that commits it. A group
/// pays for the kinds that it uses, because every part of a statement is set up and torn down even when it has no row.
/// </summary>
/// <remarks>
/// <para>The statement has two halves. In the first, each part looks up what its rows touch, as it is under the tenants'
/// locks, and says which runs must be left out (<see cref="LeftOut"/>). In the second, what is left of its rows is applied.
/// Texts name their own parameters from <c>$1</c>; <see cref="CommitStatement"/> moves the numbers.</para>
/// <para>A row is written at the place at which the first half saw it. A writer that ignores the locks can change it in between;
/// then fewer rows are <see cref="Made"/> than <see cref="Meant"/>, and the statement undoes itself.</para>
/// <para>Reused from group to group by one thread.</para>
/// </remarks>
internal abstract class CommitPart
{
    /// <summary>Whether no run of the group has any of it.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>The parameters that <see cref="AddTo"/> adds.</summary>
    public abstract int ParameterCount { get; }

    /// <summary>Common table expressions of the first half.</summary>
    public abstract string Look { get; }

    /// <summary>Selects the numbers (<c>no</c>) of runs that must be left out; null when this part never asks for it.</summary>
    public virtual string? LeftOut => null;

    /// <summary>Common table expressions of the second half, which leave out what is in <c>left_out</c>; null when nothing is written.</summary>
    public virtual string? Apply => null;

    /// <summary>How many rows were meant to be written; null when it cannot be fewer.</summary>
    public virtual string? Meant => null;

    /// <summary>How many rows were written.</summary>
    public virtual string? Made => null;

    /// <summary>Whether a row was written that carries a version; null when this part writes none.</summary>
    public virtual string? Versioned => null;

    /// <summary>
    /// Selects <c>no</c>, <c>quota</c>, <c>used</c>, <c>more</c> and <c>most</c> for each quota that a run exceeds or comes near to: the run, the
    /// <see cref="Usage.Quota"/>, what is used, what is asked for, and the limit. Null when this part has no quota. A run that exceeds one is left out.
    /// </summary>
    public virtual string? Quotas => null;

    /// <summary>Adds what the run has of it.</summary>
    /// <param name="number">The run's number in the group.</param>
    public abstract void Add(int number, FinishedRun run);

    /// <summary>Forgets all rows.</summary>
    public abstract void Clear();

    /// <summary>Adds the parameters; they follow this object's rows from then on.</summary>
    public abstract void AddTo(NpgsqlParameterCollection parameters);
}
