namespace Gateway.Worker;

/// <summary>Identity of this worker. The nonce is a secret: it is never logged and never passed as an argument.</summary>
internal sealed record WorkerIdentity(string SessionId, string PipeName, string Epoch, byte[] Nonce)
{
    public override string ToString() => $"{nameof(WorkerIdentity)} {{ SessionId = {SessionId} }}";
}
