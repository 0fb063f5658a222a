namespace Gateway.Web.Tests.Sessions.Cluster;

/// <inheritdoc cref="NatsFactAttribute"/>
internal sealed class NatsTheoryAttribute : TheoryAttribute
{
    public NatsTheoryAttribute() => Skip = NatsProgram.MissingReason;
}
