namespace TemplateWorker.Ipc.Connection;

/// <summary>What a worker needs to connect to the supervisor that starts it. It travels in environment variables.</summary>
/// <param name="SocketPath">The path of the supervisor's socket.</param>
/// <param name="Token">The token that identifies the worker.</param>
public sealed record WorkerInvitation(string SocketPath, WorkerToken Token)
{
    /// <summary>The name of the environment variable with the path of the supervisor's socket.</summary>
    public const string SocketVariable = "TEMPLATE_WORKER_SOCKET";

    /// <summary>The name of the environment variable with the token in base64.</summary>
    public const string TokenVariable = "TEMPLATE_WORKER_TOKEN";

    /// <summary>Reads both variables and removes them from the environment, so that no child process inherits them.</summary>
    /// <param name="read">Returns the value of a variable, like <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <param name="clear">Removes a variable.</param>
    /// <exception cref="IpcException">A variable is missing, or the token is invalid (<see cref="IpcFault.Environment"/>).</exception>
    public static WorkerInvitation Take(Func<string, string?> read, Action<string> clear)
    {
        var socket = read(SocketVariable);
        var token = read(TokenVariable);
        clear(SocketVariable);
        clear(TokenVariable);
        return new WorkerInvitation(
            Require(socket, SocketVariable),
            WorkerToken.Parse(Require(token, TokenVariable)) ?? throw new IpcException(
                IpcFault.Environment,
                $"{TokenVariable} is not {WorkerToken.SizeBytes} bytes in base64. A supervisor sets it; do not set it by hand."));
    }

    /// <summary>Sets both variables in the environment of a process before it is started.</summary>
    /// <param name="environment">
    /// The environment of the process, such as <see cref="System.Diagnostics.ProcessStartInfo.Environment"/>.
    /// </param>
    public void Give(IDictionary<string, string?> environment)
    {
        environment[SocketVariable] = SocketPath;
        environment[TokenVariable] = Token.ToBase64();
    }

    private static string Require(string? value, string variable) =>
        string.IsNullOrEmpty(value)
            ? throw new IpcException(
                IpcFault.Environment,
                $"{variable} is not set. A supervisor sets it when it starts a worker process; start the supervisor instead.")
            : value;
}
