using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>
/// What the worker answered. A failing HRESULT of MXAccess is an answer, not an exception: it is in
/// <see cref="Hresult"/>. Exceptions are for commands that got no answer (deadline, worker lost, refused).
/// </summary>
public sealed record MxReply
{
    public required MxMethod Method { get; init; }

    /// <summary>HRESULT as returned; 0 is S_OK, negative is failure.</summary>
    public int Hresult { get; init; }

    /// <summary>What the HRESULT means, for people; absent on success.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>The [out, retval] of methods that have one: a server handle, an item handle or a user id.</summary>
    public int? ReturnValue { get; init; }

    /// <summary>Suspend, Activate: the MxStatus they return.</summary>
    public MxStatus? Status { get; init; }

    /// <summary>Bulk forms: one result per element, in the order of the request.</summary>
    public IReadOnlyList<MxItemResult>? Results { get; init; }

    /// <summary>GetSessionState: what is registered, added and advised.</summary>
    public SessionItems? Session { get; init; }

    /// <summary>GetWorkerInfo.</summary>
    public WorkerInfo? Worker { get; init; }

    public override string ToString() => $"{nameof(MxReply)} {{ Method = {Method}, Hresult = 0x{Hresult:X8} }}";
}
