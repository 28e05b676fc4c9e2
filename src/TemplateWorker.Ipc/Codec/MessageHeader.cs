using System.Runtime.InteropServices;

namespace TemplateWorker.Ipc.Codec;

/// <summary>The start of every message, which is an array of its code and its fields.</summary>
/// <param name="Code">The message. Not necessarily a defined value when it comes from a peer.</param>
/// <param name="Fields">The number of fields after the code, at most 32.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MessageHeader(MessageCode Code, int Fields)
{
    private const int MaxFields = 32;

    public void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(1 + Fields);
        writer.WriteInteger((long)Code);
    }

    public static MessageHeader Read(ref ValueReader reader)
    {
        var elements = reader.ReadArrayHeader(1 + MaxFields);
        return elements > 0
            ? new MessageHeader((MessageCode)reader.ReadInt32(0, int.MaxValue), elements - 1)
            : throw new IpcException(IpcFault.WrongFieldCount, "A message is an empty array; its code is missing.");
    }

    /// <exception cref="IpcException">The message has more or fewer fields.</exception>
    public void RequireFields(int expected)
    {
        if (Fields != expected)
        {
            throw new IpcException(IpcFault.WrongFieldCount, $"The message has {Fields} fields instead of {expected}.");
        }
    }

    /// <returns>The reason why this end does not read the message.</returns>
    public IpcException Refuse() => Enum.IsDefined(Code)
        ? new IpcException(IpcFault.WrongDirection, $"The peer sent {Code}, which only this end may send.")
        : new IpcException(
            IpcFault.UnknownMessage, $"The peer sent the unknown message code {(int)Code}. Both ends must be the same build.");
}
