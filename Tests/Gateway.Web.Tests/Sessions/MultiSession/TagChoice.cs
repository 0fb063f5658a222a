namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>The reason why a reader gets only the sessions of one tag.</summary>
internal enum TagChoice
{
    /// <summary>The reader can access no other session.</summary>
    Rights,

    /// <summary>The reader can access everything and asks for the tag.</summary>
    Selector,

    /// <summary>The reader can access everything and asks for the tag and for some names.</summary>
    SelectorWithName,
}
