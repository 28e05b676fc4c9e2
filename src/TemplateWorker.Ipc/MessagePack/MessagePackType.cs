namespace TemplateWorker.Ipc.MessagePack;

/// <summary>The types of the MessagePack type system.</summary>
internal enum MessagePackType
{
    Nil,
    Boolean,
    Integer,
    Float,
    String,
    Binary,
    Array,
    Map,
    Extension,
}
