using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.MeasuredOperations.Codec;
using TemplateWorker.MeasuredOperations.Commit;
using TemplateWorker.MeasuredOperations.Engine;

namespace TemplateWorker.MeasuredOperations;

/// <summary>Every operation that has a budget, by its name in <c>bench/budgets.json</c>.</summary>
internal static class Operations
{
    public const string JavaScriptCoreCall = "call a handler on JavaScriptCore";

    public static IReadOnlyDictionary<string, Func<MeasuredOperation>> ByName { get; } =
        new Dictionary<string, Func<MeasuredOperation>>(StringComparer.Ordinal)
        {
            ["encode Dispatch"] = () => new MessageEncoding<SupervisorMessage>(SampleMessages.Dispatch),
            ["decode Dispatch"] = () => new MessageDecoding<SupervisorMessage>(SampleMessages.Dispatch),
            ["encode HandDeliveries of 16"] = () => new MessageEncoding<SupervisorMessage>(SampleMessages.HandDeliveries),
            ["decode HandDeliveries of 16"] = () => new MessageDecoding<SupervisorMessage>(SampleMessages.HandDeliveries),
            ["encode Heartbeat"] = () => new MessageEncoding<WorkerMessage>(SampleMessages.Heartbeat),
            ["decode Heartbeat"] = () => new MessageDecoding<WorkerMessage>(SampleMessages.Heartbeat),
            [JavaScriptCoreCall] = () => new HandlerCall(ScriptEngineKind.JavaScriptCore),
            ["call a handler on Jint"] = () => new HandlerCall(ScriptEngineKind.Jint),
            ["fill a commit with 64 runs"] = () => new GroupFilling(),
            ["build the statement of a commit"] = () => new StatementBuilding(),
        };
}
