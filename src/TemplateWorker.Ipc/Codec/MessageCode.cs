namespace TemplateWorker.Ipc.Codec;

/// <summary>The first element of every message. A code is never reused for another message.</summary>
/// <remarks>Supervisor to worker: 1 to 31. Worker to supervisor: 33 to 63.</remarks>
internal enum MessageCode
{
    Welcome = 1,
    Refused = 2,
    Dispatch = 3,
    Cancel = 4,
    CheckTemplate = 5,
    TenantChanged = 6,
    DropTenant = 7,
    Drain = 8,
    AssignSlots = 9,
    HandDeliveries = 10,
    WakeSlots = 11,
    WatchDeliveries = 12,

    Hello = 33,
    Ready = 34,
    Heartbeat = 35,
    DispatchFinished = 36,
    TemplateChecked = 37,
    Goodbye = 38,
    SlotsReleased = 39,
    LanesRead = 40,
    Measures = 41,
    ActionsSent = 42,
    DeliveriesSettled = 43,
}
