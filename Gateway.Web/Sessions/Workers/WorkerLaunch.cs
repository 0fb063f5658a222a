namespace Gateway.Web.Sessions.Workers;

/// <summary>The data with which a worker is started. The nonce is a secret.</summary>
internal sealed record WorkerLaunch(string SessionId, string PipeName, string Backend, byte[] Nonce, bool EndWithGateway = true)
{
    /// <summary>Whether it is started before its session exists.</summary>
    public bool IsSpare { get; init; }

    public override string ToString() => $"{nameof(WorkerLaunch)} {{ SessionId = {SessionId}, Backend = {Backend} }}";
}
