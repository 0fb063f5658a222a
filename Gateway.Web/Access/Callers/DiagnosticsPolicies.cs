namespace Gateway.Web.Access.Callers;

/// <summary>Names of the authorization policies that diagnostic endpoints require. The room Tokens defines the policies.</summary>
internal static class DiagnosticsPolicies
{
    /// <summary>The caller may see the effective configuration and other data of all sessions.</summary>
    public const string View = "diagnostics.view";

    public const string Metrics = "diagnostics.metrics";
}
