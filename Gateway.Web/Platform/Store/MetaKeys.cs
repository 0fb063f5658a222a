namespace Gateway.Web.Platform.Store;

/// <summary>Keys of the table Meta.</summary>
internal static class MetaKeys
{
    public const string SchemaVersion = "schema.version";

    /// <summary>Identity of this gateway, created once. 12 lower-case hexadecimal digits: it is part of pipe names.</summary>
    public const string InstanceId = "instance.id";

    /// <summary>A known text under the protection keys: shows at start whether the keys are the right ones.</summary>
    public const string ProtectionCheck = "protection.check";

    /// <summary>When the readiness check last wrote, to see that it can.</summary>
    public const string Probe = "probe.written";
}
