namespace Gateway.Web.Platform.Settings;

/// <summary>Marks an option whose value is never shown, whatever its type.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
