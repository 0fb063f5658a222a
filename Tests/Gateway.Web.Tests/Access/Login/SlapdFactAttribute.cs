namespace Gateway.Web.Tests.Access.Login;

/// <summary>A test that needs the OpenLDAP server. Without the server the test is skipped with the reason.</summary>
internal sealed class SlapdFactAttribute : FactAttribute
{
    public SlapdFactAttribute() => Skip = SlapdProgram.MissingReason;
}
