namespace TemplateWorker.Ipc.Connection;

/// <summary>What a supervisor gives a worker at its start, by the environment: where to connect, and the token to show.</summary>
/// <param name="SocketPath">The supervisor's socket.</param>
/// <param name="Token">The worker's token.</param>
public sealed record WorkerInvitation(string SocketPath, WorkerToken Token)
{
    /// <summary>The environment variable that holds the path of the supervisor's socket.</summary>
    public const string SocketVariable = "TEMPLATE_WORKER_SOCKET";

    /// <summary>The environment variable that holds the token, in base64.</summary>
    public const string TokenVariable = "TEMPLATE_WORKER_TOKEN";

    /// <summary>Reads and clears both variables, each once; a second call finds nothing.</summary>
    /// <param name="read">Gives a variable's value, as <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <param name="clear">Removes a variable, so that no child process gets it.</param>
    /// <exception cref="IpcException">A variable is missing, or the token is not one.</exception>
    public static WorkerInvitation Take(Func<string, string?> read, Action<string> clear)
    {
        var socket = read(SocketVariable);
        var token = read(TokenVariable);
        clear(SocketVariable);
        clear(TokenVariable);
        return new WorkerInvitation(
            Require(socket, SocketVariable),
            WorkerToken.Parse(Require(token, TokenVariable)) ?? throw new IpcException(
                IpcFault.Environment, $"{TokenVariable} is not base64 of {WorkerToken.SizeBytes} bytes. The supervisor sets it."));
    }

    /// <summary>Puts both variables into the environment of a process that is to be started.</summary>
    /// <param name="environment">Such as <see cref="System.Diagnostics.ProcessStartInfo.Environment"/>.</param>
    public void Give(IDictionary<string, string?> environment)
    {
        environment[SocketVariable] = SocketPath;
        environment[TokenVariable] = Token.ToBase64();
    }

    private static string Require(string? value, string variable) =>
        string.IsNullOrEmpty(value)
            ? throw new IpcException(
                IpcFault.Environment,
                $"{variable} is not set. This kind of worker is started by a supervisor, which sets it; start the supervisor instead.")
            : value;
}
