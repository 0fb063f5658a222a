namespace Gateway.Web.Platform.Store;

/// <summary>Keys of the table Meta.</summary>
internal static class MetaKeys
{
    public const string SchemaVersion = "schema.version";

    /// <summary>
    /// The identity of this gateway, created once. It consists of 12 lower-case hexadecimal digits, because it is part of pipe names.
    /// </summary>
    public const string InstanceId = "instance.id";

    /// <summary>A known text, encrypted with the protection keys. It shows at start whether the keys are the right ones.</summary>
    public const string ProtectionCheck = "protection.check";

    /// <summary>The time of the last write of the readiness check, which writes to see whether the store can be written.</summary>
    public const string Probe = "probe.written";
}
