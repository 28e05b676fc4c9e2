namespace TemplateWorker.Storage.Lanes;

/// <summary>The delivery that holds a lane.</summary>
/// <param name="Delivery">Its id.</param>
/// <param name="Reason">The named reason for which it was given up.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Since">When.</param>
public sealed record ParkedBehind(long Delivery, string Reason, string Message, DateTimeOffset Since);
