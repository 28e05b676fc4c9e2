using System.Runtime.InteropServices;
namespace TemplateWorker.Ipc.Codec;

/// <summary>How every message begins: an array of its code and its fields.</summary>
/// <param name="Code">Which message.</param>
/// <param name="Fields">How many fields follow the code.</param>
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
            : throw new IpcException(IpcFault.WrongFieldCount, "A message is an empty array, without a code.");
    }

    /// <exception cref="IpcException">The message has another number of fields.</exception>
    public void RequireFields(int expected)
    {
        if (Fields != expected)
        {
            throw new IpcException(IpcFault.WrongFieldCount, $"{Fields} fields, expected {expected}.");
        }
    }

    /// <summary>Why nobody reads this message at this end.</summary>
    public IpcException Refuse() => Enum.IsDefined(Code)
        ? new IpcException(IpcFault.WrongDirection, $"{Code} is a message of this end, not of the peer.")
        : new IpcException(IpcFault.UnknownMessage, $"No message has the code {(int)Code}. Are both ends the same build?");
}
