using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>The state of a session as its owner tells it, in the log or in the directory.</summary>
internal sealed record LoggedState
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxText = 500;

    public required SessionState State { get; init; }

    public SessionFault? Fault { get; init; }

    /// <summary>Whether nothing follows in the log.</summary>
    public bool IsFinal => State is SessionState.Closed or SessionState.Faulted;

    /// <summary>The code of the fault; the one of a lost worker when this gateway does not know the owner's.</summary>
    public GatewayErrorCode FaultCode =>
        Enum.TryParse<GatewayErrorCode>(Fault?.Code, out var code) && Enum.IsDefined(code) ? code : GatewayErrorCode.WorkerLost;

    /// <summary>The fault in a form that clients can be shown.</summary>
    public SessionFault CleanFault => new()
    {
        Code = FaultCode.ToString(),
        Message = Clean(Fault?.Message ?? "The owner of the session has lost its worker."),
        At = Fault?.At ?? default,
    };

    /// <exception cref="MalformedDataException">It is not the body of a state message.</exception>
    public static LoggedState Read(ReadOnlyMemory<byte> body) =>
        body.Length <= MaxBytes && ClusterJson.Read<LoggedState>(System.Text.Encoding.UTF8.GetString(body.Span)) is { } state && Enum.IsDefined(state.State)
            ? state
            : throw new MalformedDataException("its body is not a state");

    private static string Clean(string text) => new([.. text.Where(character => !char.IsControl(character)).Take(MaxText)]);
}
