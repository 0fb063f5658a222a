namespace Gateway.Web.Tests.Access.Login;

/// <summary>Cases that need the OpenLDAP server. Without it they are skipped, and say so.</summary>
internal sealed class SlapdTheoryAttribute : TheoryAttribute
{
    public SlapdTheoryAttribute() => Skip = SlapdProgram.MissingReason;
}
