namespace Gateway.Web.Access.Callers;

/// <summary>Names of the authorization policies that diagnostic endpoints require. The room Tokens defines the policies.</summary>
internal static class DiagnosticsPolicies
{
    /// <summary>The caller may see data of all sessions: metrics and the effective configuration.</summary>
    public const string View = "diagnostics.view";
}
