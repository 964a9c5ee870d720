"""What a page states about its article: description, section, tags, image, language, licence, flags."""
