INSERT INTO new_signatures BY NAME FROM signed
