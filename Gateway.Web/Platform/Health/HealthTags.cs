namespace Gateway.Web.Platform.Health;

/// <summary>Tags of health checks.</summary>
internal static class HealthTags
{
    /// <summary>Checks that must hold before traffic is sent here: what <c>/health/ready</c> runs.</summary>
    public const string Ready = "ready";
}
