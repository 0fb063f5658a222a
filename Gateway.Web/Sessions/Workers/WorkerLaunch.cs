namespace Gateway.Web.Sessions.Workers;

/// <summary>What a worker is started with. The nonce is a secret.</summary>
internal sealed record WorkerLaunch(string SessionId, string PipeName, string Backend, byte[] Nonce, bool EndWithGateway = true)
{
    public override string ToString() => $"{nameof(WorkerLaunch)} {{ SessionId = {SessionId}, Backend = {Backend} }}";
}
