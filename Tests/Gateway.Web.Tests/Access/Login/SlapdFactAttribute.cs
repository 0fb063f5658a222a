namespace Gateway.Web.Tests.Access.Login;

/// <summary>A test that needs the OpenLDAP server. Without it the test is skipped, and says so.</summary>
internal sealed class SlapdFactAttribute : FactAttribute
{
    public SlapdFactAttribute() => Skip = SlapdProgram.MissingReason;
}
