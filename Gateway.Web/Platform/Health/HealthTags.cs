namespace Gateway.Web.Platform.Health;

/// <summary>Tags of health checks.</summary>
internal static class HealthTags
{
    /// <summary>Checks that must pass before traffic is sent to this gateway: <c>/health/ready</c> runs them.</summary>
    public const string Ready = "ready";
}
