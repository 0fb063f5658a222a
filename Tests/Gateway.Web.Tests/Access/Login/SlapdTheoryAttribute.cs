namespace Gateway.Web.Tests.Access.Login;

/// <summary>Test cases that need the OpenLDAP server. Without the server they are skipped with the reason.</summary>
internal sealed class SlapdTheoryAttribute : TheoryAttribute
{
    public SlapdTheoryAttribute() => Skip = SlapdProgram.MissingReason;
}
