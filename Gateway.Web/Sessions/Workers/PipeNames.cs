namespace Gateway.Web.Sessions.Workers;

/// <summary>Names of the workers' pipes. They contain the instance id, so that two gateways never use the same name.</summary>
/// <param name="instanceId">The instance id, which is known once the store is prepared and therefore before any session exists.</param>
internal sealed class PipeNames(Func<string> instanceId)
{
    /// <summary>The name of a session's pipe, which stays the same after every restart of the gateway.</summary>
    public string Of(string sessionId) => $"gateway-{instanceId()}-{sessionId}";
}
