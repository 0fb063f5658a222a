namespace Gateway.Worker;

/// <summary>Who this worker is. The nonce is a secret: never logged, never in arguments.</summary>
internal sealed record WorkerIdentity(string SessionId, string PipeName, string Epoch, byte[] Nonce)
{
    public override string ToString() => $"{nameof(WorkerIdentity)} {{ SessionId = {SessionId} }}";
}
