namespace Gateway.Web.Sessions.Catalogue;

/// <summary>An item and the object that has it.</summary>
internal readonly record struct FoundPlace(KnownObject Object, KnownAttribute Item);
