namespace Gateway.Web.Access.Callers;

/// <summary>The duties of a gateway that is its own owner.</summary>
internal sealed class LocalDuties : IOwnerDuties
{
    public bool AreHere => true;

    public string Where => "this gateway";
}
