INSERT INTO new_bands BY NAME FROM signed
