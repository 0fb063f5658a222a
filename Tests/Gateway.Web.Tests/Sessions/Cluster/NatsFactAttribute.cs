namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>A test that needs the NATS server. Without the server the test is skipped with the reason.</summary>
internal sealed class NatsFactAttribute : FactAttribute
{
    public NatsFactAttribute() => Skip = NatsProgram.MissingReason;
}
