namespace Gateway.Web.Access.Login;

/// <summary>A group to which an account belongs, directly or through other groups.</summary>
/// <param name="Dn">The distinguished name of the group.</param>
/// <param name="Name">The common name of the group, or the value of the first part of its distinguished name.</param>
internal sealed record DirectoryGroup(string Dn, string Name);
