namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// What a restarted gateway needs to find a worker again. The nonce is a secret; it is empty when the worker is not to be adopted.
/// </summary>
internal sealed record WorkerRecord(string PipeName, byte[] Nonce, ProcessIdentity Process)
{
    public override string ToString() => $"{nameof(WorkerRecord)} {{ ProcessId = {Process.ProcessId} }}";
}
