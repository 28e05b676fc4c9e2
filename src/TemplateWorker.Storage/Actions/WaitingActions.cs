using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Actions;

/// <summary>What of a tenant waits to be taken.</summary>
/// <param name="Count">Actions, delayed ones included.</param>
/// <param name="Bytes">Of their payloads.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WaitingActions(int Count, long Bytes);
