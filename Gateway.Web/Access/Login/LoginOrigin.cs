namespace Gateway.Web.Access.Login;

/// <summary>Who tries, in a form fit for logs.</summary>
internal sealed record LoginOrigin(string User, string? Address)
{
    public string AddressText => Address ?? "an unknown address";
}
