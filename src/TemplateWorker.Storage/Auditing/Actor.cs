namespace TemplateWorker.Storage.Auditing;

/// <summary>Who does something that the audit log records.</summary>
/// <param name="Name">The token, or the user of the command line, such as <c>token tw_k3f9x2abcd 'ci'</c>: 1 to 256 bytes.</param>
/// <param name="Origin">From where: an address, or the machine of the command line. At most 256 bytes.</param>
public sealed record Actor(string Name, string Origin);
