using System.Text.Json;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.JavaScript;
using TemplateWorker.Runs;
using TemplateWorker.Sandbox;
using TemplateWorker.Storage;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Configuration.Transfer;

/// <summary>
/// The settings of a worker. They are part of the supervisor's welcome, so that a worker reads no file. They hold the
/// database's password, so the bytes must not be logged or kept.
/// </summary>
internal sealed record WorkerSettings
{
    /// <summary>The worker's number, from 0.</summary>
    public required int WorkerNumber { get; init; }

    /// <summary>The Npgsql connection string of the database.</summary>
    public required Secret ConnectionString { get; init; }

    /// <summary>Whether the connection leads through a pooler in transaction mode.</summary>
    public bool IsTransactionPooled { get; init; }

    /// <summary>Which rights the process gives up; none in thread mode.</summary>
    public SandboxLevel Sandbox { get; init; }

    /// <summary>Connections in the worker's pool, at least 1.</summary>
    public required int MaxDbConnections { get; init; }

    /// <summary>Dispatches that may wait in the worker.</summary>
    public required int Queue { get; init; }

    /// <summary>Resident memory, in bytes, at which the supervisor replaces the worker; the worker drops heaps before that.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Whether the engine's guard against promise floods passed its test on this machine.</summary>
    public required bool HasMicrotaskGuard { get; init; }

    /// <summary>
    /// The file in which the worker records the deliveries in flight on its script threads, for the supervisor to read after
    /// the process has died; null in thread mode.
    /// </summary>
    public required string? InFlightPath { get; init; }

    /// <summary>The script engine.</summary>
    public required ScriptingOptions Scripting { get; init; }

    /// <summary>What tenants may use.</summary>
    public required LimitOptions Limits { get; init; }

    /// <summary>What the history records.</summary>
    public required HistoryOptions History { get; init; }

    /// <summary>What the worker logs, and how.</summary>
    public required LoggingOptions Logging { get; init; }

    /// <summary>The part of the options that a worker needs.</summary>
    /// <param name="options">All options.</param>
    /// <param name="workerNumber">The worker's number, from 0.</param>
    /// <param name="connectionString">In Npgsql's form, built from <c>meta.postgres_url</c>.</param>
    /// <param name="hasMicrotaskGuard">What the engine's self-test found.</param>
    /// <param name="inFlightPath">The worker's in-flight file; null for none.</param>
    public static WorkerSettings From(
        RootOptions options, int workerNumber, Secret connectionString, bool hasMicrotaskGuard, string? inFlightPath) => new()
        {
            InFlightPath = inFlightPath,
            HasMicrotaskGuard = hasMicrotaskGuard,
            WorkerNumber = workerNumber,
            ConnectionString = connectionString,
            MaxDbConnections = options.Workers.MaxDbConnections,
            Queue = options.Workers.Queue,
            MemoryBytes = options.Workers.MemoryBytes,
            Scripting = options.Scripting,
            Limits = options.Limits,
            History = options.History,
            Logging = options.Logging,
        };

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes were not written by this version.</exception>
    public static WorkerSettings FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, WorkerSettingsJson.Default.WorkerSettings) ?? throw new JsonException("The settings are null.");

    /// <summary>The settings as UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, WorkerSettingsJson.Default.WorkerSettings);
}
